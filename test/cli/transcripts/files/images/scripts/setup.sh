#!/bin/sh
set -e
systemctl enable nginx
