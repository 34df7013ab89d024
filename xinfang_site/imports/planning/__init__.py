"""What an import would come to (试算): each row beside what the register knows already, counted and reported."""
