"""Forms of measures, law and packages."""
