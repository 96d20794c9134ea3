// The floor that `scripts/bench parse` measures against: libxml2's push parser over the same files,
// in 16 KB pieces, with handlers that do nothing. Prints bytes and CPU seconds.
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static long events;
static void start(void *c, const xmlChar *l, const xmlChar *p, const xmlChar *u, int nn,
                  const xmlChar **ns, int na, int nd, const xmlChar **a) { events++; }
static void end(void *c, const xmlChar *l, const xmlChar *p, const xmlChar *u) { events++; }
static void text(void *c, const xmlChar *s, int n) { events++; }
static void fault(void *c, xmlErrorPtr e) { events++; }

int main(int count, char **files) {
  long bytes = 0;
  for (int f = 1; f < count; f++) {
    int fd = open(files[f], O_RDONLY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) { perror(files[f]); return 1; }
    char *body = malloc(st.st_size);
    long have = 0, n;
    while (have < st.st_size && (n = read(fd, body + have, st.st_size - have)) > 0) have += n;
    close(fd);
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = start;
    sax.endElementNs = end;
    sax.characters = text;
    sax.cdataBlock = text;
    sax.ignorableWhitespace = text;
    sax.serror = fault;
    xmlParserCtxtPtr c = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
    xmlCtxtUseOptions(c, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                             XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    for (long at = 0; at < have; at += 16384) {
      long part = have - at < 16384 ? have - at : 16384;
      xmlParseChunk(c, body + at, (int)part, at + part == have);
    }
    xmlFreeParserCtxt(c);
    free(body);
    bytes += have;
  }
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  double cpu = r.ru_utime.tv_sec + r.ru_utime.tv_usec / 1e6 + r.ru_stime.tv_sec +
               r.ru_stime.tv_usec / 1e6;
  printf("%ld %.6f\n", bytes, cpu);
  return 0;
}
