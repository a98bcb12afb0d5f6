CREATE TABLE orders(id INTEGER, total REAL);
INSERT INTO orders VALUES (1, 20.0), (2, 5.5);
