"""The pages of recommendations and cases. Each fetches what the visitor may, acts, and answers."""
