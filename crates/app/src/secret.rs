//! Secrets: passwords, session and token secrets, and their hashes.
