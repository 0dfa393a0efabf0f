"""The pages of forums. Each fetches what the visitor may, acts, and answers."""
