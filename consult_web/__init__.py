"""The web faces of lawcheck: consultation site and filing desk."""
