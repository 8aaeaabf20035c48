
# ---- Targets ----

#: up                      define and start it, bring hosts and names up to date (without a target, too)
#: down                    stop and forget it, if the registry says deletionPolicy Delete
#: down-all                also with deletionPolicy Retain
#: restart                 let a new definition run; with guests on it: CONFIRM=yes
#: status                  show its state, the guests on it and its leases
#: diff                    show what differs from this directory; fails if anything does
#: leases                  show the addresses that are leased
#: release                 end the lease of ADDRESS=...
#: help                    show this
TARGETS = up down down-all restart status diff leases release

# Each target is one run of provisioner.sh, which keeps the order of the steps. So "make -j" changes nothing.
.DEFAULT_GOAL := up
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help $(TARGETS)

# These reach the shell as they were given: make does not expand them.
unexport ADDRESS CONFIRM
export ADDRESS_TEXT = $(value ADDRESS)
export CONFIRM_TEXT = $(value CONFIRM)
export MAKEFILE_PATH := $(MAKEFILE_LIST)

$(TARGETS):
	@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}provisioner.sh" $@ $(NETWORK)

help:
	@sed -n 's/^#: /  /p' "$${MAKEFILE_PATH# }"
