<?xml version="1.0" encoding="UTF-8"?>
<!-- Runs many schematrons on many documents in one process: <jobs><job rules="URI"><document uri="URI"/>…</job>…</jobs>. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:err="http://www.w3.org/2005/xqt-errors"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" exclude-result-prefixes="#all">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">
    <xsl:for-each select="jobs/job">
      <xsl:value-of select="'rules&#9;' || @rules || '&#10;'"/>
      <xsl:try>
        <xsl:variable name="stylesheet" select="transform(map { 'stylesheet-location': resolve-uri('rules.xsl', static-base-uri()), 'source-node': doc(@rules) })?output"/>
        <xsl:sequence select="transform(map { 'stylesheet-node': $stylesheet, 'initial-template': QName('urn:socle:saxon', 'run'), 'delivery-format': 'raw',
          'stylesheet-params': map { QName('urn:socle:saxon', 'documents'): document/string(@uri) } })?output"/>
        <xsl:catch><xsl:value-of select="'refused&#9;' || local-name-from-QName($err:code) || ': ' || normalize-space($err:description) || '&#10;'"/></xsl:catch>
      </xsl:try>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
