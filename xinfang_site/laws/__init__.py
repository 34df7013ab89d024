"""The law library (法规库): statutes with their versions, every article with its own address."""
