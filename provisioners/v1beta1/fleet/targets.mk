
# ---- Targets ----

#: up                      check the nodes, build the images that VMs need, bring up pools, networks and VMs (without
#:                         a target, too)
#: build                   build all images
#: down                    take down the VMs, then the networks; pools stay
#: status                  show the state of all, with one connection to each node
#: diff                    show what differs from the directories; fails if anything does
#: wait-for-ready          wait until the VMs are ready
#: provision               take the steps of VMs that were not taken yet, each VM after those that it depends on
#: check                   look whether the nodes have what is needed
#: gc                      show what is on the nodes and in no directory any more; CONFIRM=yes removes it
#: exec                    have the shell of each guest run CMD='...'
#: list                    show what is in the fleet: directory, node, groups
#: help                    show this
#:
#: VMS='a b', GROUP=g and NODE=n choose some of it. up/DIRECTORY is for one, and what that needs;
#: status/DIRECTORY and the others are for one alone. -j8 does eight at a time.
GOALS := up build down status diff wait-for-ready provision check gc exec list
TARGETS := $(foreach goal,up down status diff check gc,$(addprefix $(goal)/,$(NODE_DIRECTORIES)))
TARGETS += $(foreach goal,up down status diff,$(addprefix $(goal)/,$(NETWORK_DIRECTORIES)))
TARGETS += $(foreach goal,build diff,$(addprefix $(goal)/,$(IMAGE_DIRECTORIES)))
TARGETS += $(foreach goal,up down status diff wait-for-ready ready provision exec,$(addprefix $(goal)/,$(VM_DIRECTORIES)))

.DEFAULT_GOAL := up
.SUFFIXES:
.PHONY: help $(GOALS) $(TARGETS)

# These choose directories. They are the fleet's alone: the directories may have variables of the same names.
ifdef MAKEOVERRIDES
MAKEOVERRIDES := $(subst \_,\ $(E),$(filter-out VMS=% GROUP=% NODE=%,$(subst \ $(E),\_,$(MAKEOVERRIDES))))
endif
# They reach the shell as they were given: make does not expand them.
unexport VMS GROUP NODE CMD
export VMS_TEXT = $(value VMS)
export GROUP_TEXT = $(value GROUP)
export NODE_TEXT = $(value NODE)
export CMD_TEXT = $(value CMD)
export FLEET_MAKE = $(MAKE)
export MAKEFILE_PATH := $(MAKEFILE_LIST)

$(GOALS):
	+@makefile="$${MAKEFILE_PATH# }"; exec bash "$${makefile%Makefile}fleet.sh" $@ $(FLEET)

$(TARGETS):
	+@makefile="$${MAKEFILE_PATH# }"; exec bash "$${makefile%Makefile}fleet.sh" run $@

# A VM that another one waits for.
$(addprefix ready/,$(VM_DIRECTORIES)): ready/%: up/%

help:
	@sed -n 's/^#:\( \|$$\)/ \1/p' "$${MAKEFILE_PATH# }"
