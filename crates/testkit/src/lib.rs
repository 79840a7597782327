//! A small named world, throwaway databases and actors for tests.
