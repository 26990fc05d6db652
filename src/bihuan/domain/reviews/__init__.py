"""The nightly review: decisions in their form, and their follow-through until done."""
