//! The verbs of the product, shared by page, API, command line and job.
