filedesc://x.arc 0.0.0.0 20010203040506 text/plain 6
1 0 X

http://south.example/a b 10.0.0.1 20010203040506 text/html 2
Aa
