// SPDX-License-Identifier: Apache-2.0
// Text for XML.
#include "base/xml_text.h"

#include <gtest/gtest.h>

namespace maek {
namespace {

TEST(XmlText, EscapesFiveCharactersAndNothingElse) {
  EXPECT_EQ(xml_escaped("<a b='\"&'>"), "&lt;a b=&#39;&quot;&amp;&#39;&gt;");
  EXPECT_EQ(xml_escaped("&amp;"), "&amp;amp;");
  EXPECT_EQ(xml_escaped("맥 \xFF\n\t"), "맥 \xFF\n\t");
  EXPECT_EQ(xml_escaped(""), "");
}

}  // namespace
}  // namespace maek
