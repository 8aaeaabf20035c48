
# ---- Targets ----

#: up                      define, build where that is allowed, and start its storage pools (without a target, too)
#: down                    stop and forget the pools with deletionPolicy Delete that hold no volume
#: check                   look whether the node has what its VMs need; every failure with what to do
#: status                  show processors, memory, pools, networks and VMs
#: diff                    show what differs from this directory; fails if anything does
#: gc                      list what once was of this registry and is not any more; with CONFIRM=yes, remove what is safe to
#: gc/volume/POOL/VOLUME   remove one volume of that list
#: help                    show this
TARGETS = up down check status diff gc

# Each target is one run of provisioner.sh, which keeps the order of the steps. So "make -j" changes nothing.
.DEFAULT_GOAL := up
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help $(TARGETS)

# It reaches the shell as it was given: make does not expand it.
unexport CONFIRM
export CONFIRM_TEXT = $(value CONFIRM)
export MAKE_VERSION_TEXT := $(MAKE_VERSION)
export MAKEFILE_PATH := $(MAKEFILE_LIST)

define RUN
@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}provisioner.sh" $@ $(NODE)
endef

$(TARGETS):
	$(RUN)

gc/volume/%:
	$(RUN)

help:
	@sed -n 's/^#: /  /p' "$${MAKEFILE_PATH# }"
