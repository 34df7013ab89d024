"""What one row is (行): a record read into typed values, or a total, a title, a signature, told and skipped."""
