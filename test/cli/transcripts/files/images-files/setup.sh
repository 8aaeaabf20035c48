#!/bin/sh
set -e
date >/etc/built
