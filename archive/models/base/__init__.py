"""What every row rests on: references, states, fields, locks, compiled queries."""
