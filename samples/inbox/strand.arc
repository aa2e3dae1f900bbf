filedesc://strand.arc 0.0.0.0 20040311120000 text/plain 75
1 0 Strand Archive
URL IP-address Archive-date Content-type Archive-length

https://strand.example/news/otters 192.0.2.7 20040311120102 text/html 541
HTTP/1.0 200 OK
Content-Type: text/html

<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Otters return to the bay</title>
<meta property="article:published_time" content="2025-03-08T12:00:00Z"></head><body><article><h1>Otters return to the bay</h1>
<p>Otters have returned to Strand Bay for the first time since the oil spill, the nature trust said on Saturday.</p>
<p>“We counted thirty-one of them at low tide,” said its warden, Bo Linden. He asked walkers to keep their dogs on a lead.</p></article></body></html>
