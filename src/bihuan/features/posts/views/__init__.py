"""Pages of the duty book."""
