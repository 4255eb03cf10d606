# As the image that everybody knows: pages where it has them, journals on the container's own output.
sed -i 's,/var/www/html,/usr/share/nginx/html,' /etc/nginx/sites-available/default
ln -sf /dev/stdout /var/log/nginx/access.log
ln -sf /dev/stderr /var/log/nginx/error.log
