"""Official documents as PDF: orders, feedback, minutes, the review pack, the ledger."""
