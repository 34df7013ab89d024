"""Calendar addresses (日历订阅): the rota in a telephone or a desk calendar."""
