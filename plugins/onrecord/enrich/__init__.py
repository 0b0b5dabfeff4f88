"""What a document says: its language, who speaks in it, and on which topics."""
