"""Facts of a filing, calendar, clocks, states and gates."""
