"""Does each risk hold together, from the decision to what people experience?"""
