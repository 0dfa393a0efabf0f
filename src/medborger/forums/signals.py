"""What forums tells the contexts above it."""

from django.dispatch import Signal

membership_ended = Signal()  # sender=Membership, forum=..., person=...
