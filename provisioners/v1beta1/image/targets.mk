
# ---- Targets ----

#: build                   make what of the image is missing (without a target, too)
#: list                    show the steps, what of them is cached, and where a build would begin
#: log                     show the output of the last step that ran; of a step: STEP=name
#: shell                   look into a throw-away copy of what a step left, or left half: STEP=name; booted: BOOT=1
#: force                   make it anew, all or from STEP=name on
#: verify                  check the result and the cache against what they were
#: clean                   remove the result
#: clean-all               and what of the cache nobody else needs
#: gc                      show what of the cache no directory needs; CONFIRM=yes removes it
#: diff                    show what differs from this directory; fails if anything does
#: status                  show the result, its chain and the cache
#: doctor                  look whether this machine can build images
#: help                    show this
TARGETS = build list log shell force verify clean clean-all gc diff status doctor

# Each target is one run of provisioner.sh, which keeps the order of the steps. So "make -j" changes nothing.
.DEFAULT_GOAL := build
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help $(TARGETS)

# These reach the shell as they were given: make does not expand them.
unexport BOOT CONFIRM STEP
export BOOT_TEXT = $(value BOOT)
export CONFIRM_TEXT = $(value CONFIRM)
export STEP_TEXT = $(value STEP)
export MAKEFILE_PATH := $(MAKEFILE_LIST)

$(TARGETS):
	@makefile="$${MAKEFILE_PATH# }"; bash "$${makefile%Makefile}provisioner.sh" $@ $(IMAGE)

help:
	@sed -n 's/^#: /  /p' "$${MAKEFILE_PATH# }"
