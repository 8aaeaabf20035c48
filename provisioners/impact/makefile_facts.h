#pragma once

#include "generator/read_makefile.h"
#include "provisioners/impact/fact.h"

namespace vmp::impact {

// What the words of a Makefile say, of any kind and version. A word that this does not know is a fact, too.
Facts read_makefile_facts(const MakefileText& makefile);

}  // namespace vmp::impact
