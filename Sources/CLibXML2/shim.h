// The door to libxml2. Nothing is variadic on our path (the structured error callback is taken, not
// the generic one), so only a macro and struct fields that change between versions are wrapped.
#ifndef PANTAU_CLIBXML2_SHIM_H
#define PANTAU_CLIBXML2_SHIM_H

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

// After the first error libxml2 2.9 drops every entity reference, &lt; and &amp; included, for the
// rest of the document even when it recovers (xmlParseReference asks wellFormed). Every callback
// says that all is well again, or text would be lost.
static inline void pantau_xml_carry_on(xmlParserCtxtPtr context) {
  context->wellFormed = 1;
}

// How many namespace declarations are in scope; libxml2 2.9 looks them up one by one.
static inline int pantau_xml_namespaces_in_scope(xmlParserCtxtPtr context) {
  return context->nsNr / 2;
}

#endif
