//! Measuring statements against gold.
