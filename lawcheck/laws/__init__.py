"""Every law, every version, dated."""
