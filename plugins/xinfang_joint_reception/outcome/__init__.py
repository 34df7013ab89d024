"""What came of it (接访结果): records, promises, lawyers' consultations."""
