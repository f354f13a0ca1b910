"""Signing in: the second factor that work at the desk takes, invitations, and the log of both."""
