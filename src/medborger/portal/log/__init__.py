"""The page "Hvem gjorde hvad": the log as sentences, for those who may read it."""
