#!/bin/sh
# Has nginx show the folder ROOT. Runs in the image, as root, where no service runs.
set -eu

cat >/etc/nginx/sites-available/default <<END
server {
    listen 80 default_server;
    root $ROOT;
}
END
nginx -t
systemctl enable nginx
