<?xml version="1.0" encoding="UTF-8"?>
<!--
  A schematron made into a stylesheet, for a second opinion by Saxon: nothing of src/schematron has a part in it.
  Includes followed, abstract patterns filled, abstract rules unfolded; each pattern is a mode, each rule a template whose
  priority is its place, so that the first rule of a pattern that matches a node counts. What fires is told as one line:
  pattern.rule.test (counted from 1), tab, path of the node, tab, the message.
-->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="urn:socle:stylesheet"
    xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:s="urn:socle:saxon"
    exclude-result-prefixes="#all">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>

  <xsl:template match="/">
    <xsl:variable name="base" select="base-uri(.)"/>
    <xsl:variable name="whole" as="element(sch:schema)"><xsl:apply-templates select="sch:schema" mode="include"/></xsl:variable>
    <xsl:variable name="patterns" as="element(sch:pattern)*">
      <xsl:for-each select="$whole/sch:pattern[not(@abstract = 'true')]">
        <xsl:variable name="params" select="sch:param"/>
        <xsl:variable name="from" select="if (@is-a) then $whole/sch:pattern[@abstract = 'true'][@id = current()/@is-a][1] else ."/>
        <sch:pattern>
          <xsl:apply-templates select="$from/(sch:let | sch:rule[not(@abstract = 'true')])" mode="fill">
            <xsl:with-param name="params" select="$params" tunnel="yes"/>
            <xsl:with-param name="bases" select="$from/sch:rule[@abstract = 'true'], $whole/sch:pattern/sch:rule[@abstract = 'true']" tunnel="yes"/>
          </xsl:apply-templates>
        </sch:pattern>
      </xsl:for-each>
    </xsl:variable>
    <out:stylesheet version="3.0" exclude-result-prefixes="#all">
      <xsl:for-each select="$whole/sch:ns[@prefix != 'xml']"><xsl:namespace name="{@prefix}" select="@uri"/></xsl:for-each>
      <xsl:namespace name="s" select="'urn:socle:saxon'"/>
      <xsl:namespace name="err" select="'http://www.w3.org/2005/xqt-errors'"/>
      <xsl:attribute name="xml:base" select="$base"/>
      <out:param name="s:documents"/>
      <!-- Of two of a name, the first; a pattern sees its own, as its templates take them in. -->
      <xsl:for-each-group select="$whole/sch:let, $patterns/sch:let" group-by="normalize-space(@name)">
        <out:variable name="{current-grouping-key()}" select="{@value}"/>
      </xsl:for-each-group>
      <out:template name="s:run">
        <out:for-each select="$s:documents">
          <out:value-of select="'document&#9;' || . || '&#10;'"/>
          <out:variable name="s:document" select="doc(.)"/>
          <xsl:for-each select="$patterns">
            <out:apply-templates select="$s:document, $s:document//*{if (some $context in sch:rule/@context satisfies s:of-attribute($context)) then ', $s:document//@*' else ''}" mode="p{position()}"/>
          </xsl:for-each>
        </out:for-each>
      </out:template>
      <xsl:for-each select="$patterns">
        <xsl:variable name="pattern" select="position()"/>
        <xsl:variable name="own" select="sch:let"/>
        <out:template match="/ | * | @*" mode="p{$pattern}" priority="0"/>
        <xsl:for-each select="sch:rule">
          <xsl:variable name="rule" select="position()"/>
          <out:template match="{@context}" mode="p{$pattern}" priority="{100000 - $rule}">
            <xsl:apply-templates select="sch:assert | sch:report" mode="test">
              <xsl:with-param name="pattern" select="$pattern" tunnel="yes"/>
              <xsl:with-param name="rule" select="$rule" tunnel="yes"/>
              <xsl:with-param name="own" select="$own" tunnel="yes"/>
            </xsl:apply-templates>
          </out:template>
        </xsl:for-each>
      </xsl:for-each>
      <out:function name="s:path">
        <out:param name="of"/>
        <out:sequence select="if ($of instance of document-node()) then '/' else string-join(for $e in $of/ancestor-or-self::* return '/'
          || local-name($e) || (if ($e/parent::*) then '[' || 1 + count($e/preceding-sibling::*[node-name(.) = node-name($e)]) || ']' else ''), '')
          || (if ($of instance of attribute()) then '/@' || local-name($of) else '')"/>
      </out:function>
    </out:stylesheet>
  </xsl:template>

  <!-- Each test by itself, with the variables that it or its message names: what one cannot work out stops no other. -->
  <xsl:template match="sch:assert | sch:report" mode="test">
    <xsl:param name="pattern" tunnel="yes"/>
    <xsl:param name="rule" tunnel="yes"/>
    <xsl:param name="own" tunnel="yes"/>
    <xsl:variable name="number" select="$pattern || '.' || $rule || '.' || position()"/>
    <xsl:variable name="lets" select="$own, preceding-sibling::sch:let"/>
    <xsl:variable name="said" as="element()*"><xsl:apply-templates mode="message"/></xsl:variable>
    <xsl:variable name="told" as="element()*">
      <out:value-of select="'{$number}&#9;' || s:path(.) || '&#9;'"/>
      <out:variable name="s:message"><xsl:sequence select="$said"/></out:variable>
      <out:value-of select="normalize-space($s:message) || '&#10;'"/>
    </xsl:variable>
    <out:try>
      <xsl:for-each select="s:used($lets, string-join((@test, $said/@select), ' '))">
        <out:variable name="{normalize-space(@name)}" select="{@value}"/>
      </xsl:for-each>
      <out:choose>
        <out:when test="{@test}"><xsl:if test="self::sch:report"><xsl:sequence select="$told"/></xsl:if></out:when>
        <out:otherwise><xsl:if test="self::sch:assert"><xsl:sequence select="$told"/></xsl:if></out:otherwise>
      </out:choose>
      <out:catch><out:value-of select="'{$number}&#9;' || s:path(.) || '&#9;! ' || local-name-from-QName($err:code) || ': ' || normalize-space($err:description) || '&#10;'"/></out:catch>
    </out:try>
  </xsl:template>

  <!-- The lets that a text names, and those that these name: in their order, the last of each name before the test. -->
  <xsl:function name="s:used" as="element(sch:let)*">
    <xsl:param name="lets" as="element(sch:let)*"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="last" select="$lets[last()]"/>
    <xsl:if test="exists($last)">
      <xsl:variable name="named" select="matches($text, '\$' || replace(normalize-space($last/@name), '[.]', '[.]') || '([^\c]|$)')"/>
      <xsl:sequence select="s:used($lets[position() lt last()], if ($named) then $text || ' ' || $last/@value else $text), $last[$named]"/>
    </xsl:if>
  </xsl:function>

  <!-- Whether an attribute may match, as far as can be seen without predicates: most patterns need not be tried on attributes. -->
  <xsl:function name="s:of-attribute" as="xs:boolean">
    <xsl:param name="context" as="xs:string"/>
    <xsl:variable name="bare" select="replace($context, '\[[^\[\]]*\]', '')"/>
    <xsl:sequence select="if ($bare = $context) then matches($bare, '@|attribute') else s:of-attribute($bare)"/>
  </xsl:function>

  <xsl:template match="text()" mode="message"><out:text><xsl:value-of select="."/></out:text></xsl:template>
  <xsl:template match="sch:value-of" mode="message"><out:value-of select="{@select}"/></xsl:template>
  <xsl:template match="sch:name" mode="message"><out:value-of select="name({(@path, '.')[1]})"/></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="message"/>

  <xsl:template match="node() | @*" mode="include fill"><xsl:copy><xsl:apply-templates select="@* | node()" mode="#current"/></xsl:copy></xsl:template>
  <xsl:template match="sch:include" mode="include"><xsl:apply-templates select="doc(resolve-uri(@href, base-uri(.)))/*" mode="include"/></xsl:template>
  <xsl:template match="sch:extends" mode="fill">
    <xsl:param name="bases" tunnel="yes"/>
    <xsl:apply-templates select="$bases[@id = current()/@rule][1]/node()" mode="fill"/>
  </xsl:template>
  <xsl:template match="@context | @test | @value | @select | @path" mode="fill">
    <xsl:param name="params" tunnel="yes"/>
    <xsl:attribute name="{name()}">
      <xsl:analyze-string select="." regex="\$([\i-[:]][\c-[:]]*)">
        <xsl:matching-substring>
          <xsl:variable name="param" select="$params[@name = regex-group(1)]"/>
          <xsl:value-of select="if ($param) then $param[last()]/@value else ."/>
        </xsl:matching-substring>
        <xsl:non-matching-substring><xsl:value-of select="."/></xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:attribute>
  </xsl:template>
</xsl:stylesheet>
