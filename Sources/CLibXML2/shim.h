// The door to libxml2. Nothing is variadic on our path (the structured error callback is taken, not
// the generic one), so only a macro is wrapped.
#ifndef PANTAU_CLIBXML2_SHIM_H
#define PANTAU_CLIBXML2_SHIM_H

// Debian's libxml2 pulls in ICU's headers for two fields that we never touch, and they clash with
// those of Foundation's own ICU in every target that imports both.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <string.h>

// An empty handler of version 2; XML_SAX2_MAGIC does not fit the field as Swift sees it.
static inline void pantau_xml_sax2(xmlSAXHandler *handler) {
  memset(handler, 0, sizeof *handler);
  handler->initialized = XML_SAX2_MAGIC;
}

#endif
