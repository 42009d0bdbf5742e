"""What a district's own list of proposals with outcomes says of the model's parameters."""
