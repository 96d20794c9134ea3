// libstemmer (Snowball): the word stems behind `~word`.
#ifndef PANTAU_CSTEMMER_SHIM_H
#define PANTAU_CSTEMMER_SHIM_H

#include <libstemmer.h>

#endif
