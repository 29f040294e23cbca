"""The filing desk."""
