"""What people tells the contexts above it."""

from django.dispatch import Signal

invitation_accepted = Signal()  # sender=Invitation, invitation=..., person=...
groups_asserted = Signal()  # sender=User, person=..., issuer=..., groups=frozenset of their names
