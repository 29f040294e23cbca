"""Steps from one shape of the tables to the next, in order of their numbers."""
