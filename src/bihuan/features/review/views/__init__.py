"""Pages of the nightly review: before, during and after the meeting at one address."""
