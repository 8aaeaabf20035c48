
# ---- Targets ----

#: up                      build, create and start what is missing (without a target, too)
#: down                    stop, delete and clean
#: build                   download the image, write the seed ISO
#: clean                   remove the seed ISO
#: clean-all               remove the image, too
#: create                  create the pools, volumes and domain that are missing
#: create/pool             only the pools
#: create/volume           only the volumes, and their pools
#: create/domain           only the domain
#: start                   start the pools and the domain
#: start/pool              only the pools
#: start/domain            only the domain
#: stop                    shut the domain down; after V1BETA1_SHUTDOWN_TIMEOUT_SECS power it off
#: stop/domain             the same
#: stop-all                stop the pools, too
#: stop/pool               only the pools
#: kill                    power the domain off at once
#: delete                  delete the domain, and the volumes and pools with deletionPolicy Delete
#: delete-all              delete those with deletionPolicy Retain, too
#: delete/domain           only the domain
#: delete/volume           only the volumes with deletionPolicy Delete
#: delete/volume-all       only the volumes, all of them
#: delete/pool             only the pools with deletionPolicy Delete
#: delete/pool-all         only the pools, all of them
#: detach/disk/TARGET      take a disk that the registry has no longer out of what runs
#: detach/network/MAC      the same with a network card
#: consolidate             make the overlays, or VOLUME=NAME, independent of their backing volumes; the guest may run
#: snapshot NAME=...       keep disks and, of a guest that is on, memory as they are now; NOTE='...'
#: snapshots               list them
#: revert NAME=...         go back to one; a guest that is on wants CONFIRM and the VM's name
#: snapshot-delete NAME=...    forget one; wants CONFIRM
#: backup [DIR=backups]    copy the disks into a new folder there; the guest may run
#: restore FROM=...        put the disks of that folder in place of what is there; wants CONFIRM
#: register                enter its addresses and names on networks that have no directory; up does it
#: unregister              take them out; down does it
#: reboot                  have the guest reboot, and wait until it does
#: suspend                 pause the guest; resume has it go on
#: resume                  have a paused guest go on
#: hibernate               save its memory and power it off; start wakes it
#: status                  show the domain, the pools, the volumes and the address
#: diff                    show what differs from this directory; fails if anything does
#: wait-for-ready          wait until ssh answers and cloud-init is done
#: wait-for-ready/ip       wait until the address is known
#: wait-for-ready/ssh      the same as wait-for-ready
#: provision               when the guest is ready, take the steps that were not taken yet; FORCE=1: all of them
#: provision/STEP          only that one
#: log                     follow the console of the installer of a VM that is installed
#: console                 open the serial console; Ctrl-] leaves it
#: logs                    print the log of the console; FOLLOW=1 goes on with it
#: view                    open the screen
#: screenshot [FILE=...]   take a picture of the screen
#: ip                      print the guest's address
#: ssh                     log in; with CMD='...', have the guest's shell run that
#: exec                    have a shell on this machine run CMD='...'
#: help                    show this
OWN_TARGETS = $(foreach verb,create start stop delete,$(addprefix $(verb)/pool/,$(POOLS)))
OWN_TARGETS += $(foreach verb,create delete,$(addprefix $(verb)/volume/,$(VOLUMES)))
TARGETS = $(OWN_TARGETS)
TARGETS += up down build clean clean-all status diff log console ip ssh exec
TARGETS += create create/pool create/volume create/domain
TARGETS += start start/pool start/domain stop stop/pool stop/domain stop-all kill
TARGETS += delete delete/pool delete/volume delete/domain delete-all delete/pool-all delete/volume-all
TARGETS += consolidate register unregister provision
TARGETS += snapshot snapshots revert snapshot-delete backup restore
TARGETS += reboot suspend resume hibernate logs view screenshot
TARGETS += wait-for-ready wait-for-ready/ip wait-for-ready/ssh

# Each target is one run of provisioner.sh, which keeps the order of the steps. So "make -j" changes nothing.
.DEFAULT_GOAL := up
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help $(TARGETS)

# These reach the shell as they were given: make does not expand them.
unexport CMD FORCE KEEP VOLUME NAME NOTE CONFIRM DIR FROM FILE FOLLOW
export CMD_TEXT = $(value CMD)
export FORCE_TEXT = $(value FORCE)
export KEEP_TEXT = $(value KEEP)
export VOLUME_TEXT = $(value VOLUME)
export NAME_TEXT = $(value NAME)
export NOTE_TEXT = $(value NOTE)
export CONFIRM_TEXT = $(value CONFIRM)
export DIR_TEXT = $(value DIR)
export FROM_TEXT = $(value FROM)
export FILE_TEXT = $(value FILE)
export FOLLOW_TEXT = $(value FOLLOW)
export MAKEFILE_PATH := $(MAKEFILE_LIST)

$(TARGETS):
	@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}provisioner.sh" $@ $(VM)

detach/disk/% detach/network/% provision/%:
	@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}provisioner.sh" '$@' $(VM)

help:
	@sed -n 's/^#: /  /p' "$${MAKEFILE_PATH# }"
	@printf '%s\n' $(OWN_TARGETS) | awk -F/ 'NF { printf "  %-23s %s only %s\n", $$0, $$1, substr($$0, length($$1 $$2) + 3) }'
