"""Supervision (督查闭环): findings, written orders, rectification, verification, close-out."""
