
# ---- Targets ----

#: up                      make the cluster have what is in this directory (without a target, too)
#: down                    delete the VM, its seed and the data volumes with deletionPolicy Delete
#: delete-all              delete the data volumes with deletionPolicy Retain, too
#: start                   start a VM whose runStrategy is Manual
#: stop                    shut it down
#: kill                    power it off at once
#: status                  show the VM, the guest and the data volumes
#: diff                    show what differs from this directory; fails if anything does
#: wait-for-ready          wait until ssh answers and cloud-init is done
#: provision               when the guest is ready, take the steps that were not taken yet; FORCE=1: all of them
#: provision/STEP          only that one
#: console                 open the serial console; Ctrl-] leaves it
#: ip                      print the guest's address in the cluster
#: ssh                     log in; with CMD='...', have the guest's shell run that
#: help                    show this
TARGETS := up down delete-all start stop kill status diff wait-for-ready provision console ip ssh

# Each target is one run of kubevirt.sh, which keeps the order of the steps. So "make -j" changes nothing.
.DEFAULT_GOAL := up
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help $(TARGETS)

# They reach the shell as they were given: make does not expand them.
unexport CMD FORCE
export CMD_TEXT = $(value CMD)
export FORCE_TEXT = $(value FORCE)
export MAKEFILE_PATH := $(MAKEFILE_LIST)

$(TARGETS):
	@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}kubevirt.sh" $@ $(VM)

provision/%:
	@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}kubevirt.sh" '$@' $(VM)

help:
	@sed -n 's/^#: /  /p' "$${MAKEFILE_PATH# }"
