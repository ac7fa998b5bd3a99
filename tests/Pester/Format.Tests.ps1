BeforeDiscovery {
    . $PSScriptRoot/Setup.ps1
    $types = (Get-Command -Module PermModule).OutputType.Type | Where-Object Namespace -Like 'PermModule*' | Sort-Object FullName -Unique
    # What objects hold, and people look at as well.
    $inner = 'PermModule.WaitingRoomAsset', 'PermModule.PermImportReject', 'PermModule.SeatUsage#Profile', 'PermModule.SeatHistoryPoint#Profile'
    $cases = @($types.FullName) + $inner | ForEach-Object { @{ Type = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/Samples.ps1
    $rendering = $PSStyle.OutputRendering
    $noColor = $env:NO_COLOR
    $PSStyle.OutputRendering = 'PlainText'
    $env:NO_COLOR = ''

    . $PSScriptRoot/PortalSetup.ps1
    $fake = Start-FakePortal -Users 3
    try {
        $samples = Get-Sample -Portal $fake
        # User names are e-mail addresses in most portals.
        $named, $usual, $short, $address, $long = ('n' * 60), 'Pressestelle', ('n' * 5), ('n' * 23), ('n' * 31) | ForEach-Object { Get-Sample $_ -Portal $fake }
    }
    finally {
        Stop-FakePortal $fake
    }

    $script:format = [xml](Get-Content "$root/PermModule.Format.ps1xml" -Raw)
    function Get-View {
        param([string] $Type, [string] $Kind)
        $format.Configuration.ViewDefinitions.View | Where-Object { $_.ViewSelectedBy.TypeName -eq $Type -and $_.$Kind }
    }
    # The lines of what Format-Table made, from the headings on, without the name of its group. Only they depend on the width: what a table shows
    # is computed once, and laid out on as many widths as are asked for.
    function Get-TableLine {
        param([int] $Width)
        # PowerShell wraps between words in a few languages only, English among them.
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'en-US'
        try { $lines = @(($input | Out-String -Width $Width) -split '\r?\n' | Where-Object { $_ }) } finally { [cultureinfo]::CurrentCulture = $culture }
        $rule = $lines.IndexOf(@($lines -match '^ *-[- ]+$')[0])
        $lines[($rule - 1)..$lines.Count]
    }
    function Get-Heading {
        param([int] $Width)
        @($input | Get-TableLine -Width $Width)[0].Trim() -split '\s+'
    }
    # What each column of a table shows of the object in $_.
    function Get-Cell {
        param([string] $Type)
        @((Get-View $Type TableControl).SelectNodes('.//TableColumnItem')).ForEach({ [scriptblock]::Create($(if ($_.PropertyName) { "`$_.$($_.PropertyName)" } else { $_.ScriptBlock })) })
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    $env:NO_COLOR = $noColor
}

Describe 'The views of <Type>' -ForEach $cases {
    BeforeAll {
        $objects = $samples[$Type] | Select-Object -First 20
        $labels = @((Get-View $Type TableControl).SelectNodes('.//TableColumnHeader/Label').InnerText)
    }

    It 'are a table and a list' {
        Get-View $Type TableControl | Should -HaveCount 1
        Get-View $Type ListControl | Should -HaveCount 1
    }

    It 'are tried on a real object' {
        $objects | Should -Not -BeNullOrEmpty -Because 'the samples of this file need one of each type'
    }

    It 'name the properties that are shown by default' {
        $set = (Get-TypeData ($Type -replace '#.*')).DefaultDisplayPropertySet.ReferencedProperties
        $set | Should -Not -BeNullOrEmpty
        foreach ($name in $set) {
            $objects[0].PSObject.Properties.Name | Should -Contain $name
        }
    }

    It 'ask for nothing that is not there' {
        $text = @(Get-View $Type TableControl; Get-View $Type ListControl).SelectNodes('.//ScriptBlock').InnerText -join "`n"
        foreach ($name in [regex]::Matches($text, '(?<=\$_\.)\w+').Value | Sort-Object -Unique) {
            $objects[0].PSObject.Properties.Name | Should -Contain $name
        }
    }

    It 'read properties and run scripts that work, with <_> text' -ForEach 'PlainText', 'Ansi' {
        $PSStyle.OutputRendering = $_
        $views = @(Get-View $Type TableControl; Get-View $Type ListControl)
        foreach ($name in $views.SelectNodes('.//PropertyName').InnerText) {
            $objects[0].PSObject.Properties.Name | Should -Contain $name
        }
        $failed = foreach ($script in $views.SelectNodes('.//ScriptBlock').InnerText) {
            $block = [scriptblock]::Create($script)
            foreach ($object in $objects) {
                try { $null = $object | ForEach-Object $block -ErrorAction Stop } catch { "${script}: $_" }
            }
        }
        $failed | Should -BeNullOrEmpty
    }

    AfterEach { $PSStyle.OutputRendering = 'PlainText' }

    It 'fit 120 columns, with every column of the table where names are as usual' {
        $table = $objects | Format-Table | Out-String -Width 120
        $list = $objects | Format-List | Out-String -Width 120
        ($table + $list) -split '\r?\n' | Where-Object Length -GT 120 | Should -BeNullOrEmpty
        # The path of a store is no name, and that of a test is long.
        $usual[$Type] | Select-Object -First 20 | Format-Table | Get-Heading -Width ($Type -eq 'PermModule.Output.PermStore' ? 200 : 120) | Should -Be $labels
    }

    It 'show the same of an object that was read back' {
        $objects | Export-Clixml "$TestDrive/object.xml"
        $back = Import-Clixml "$TestDrive/object.xml"
        foreach ($view in 'Format-Table', 'Format-List') {
            $back | & $view | Out-String -Width 300 | Should -Be ($objects | & $view | Out-String -Width 300)
        }
    }

    It 'are of objects whose lists of names are one cell of a file' {
        $objects | ConvertTo-Csv | Should -Not -Match 'System\.String\[\]|List`1\[System\.String'
    }

    It 'keep their headings whole on 40, 60, 80, 90 and up to 200 columns, also with long names' {
        # A console leaves its last column free.
        $broken = foreach ($names in $samples, $named, $usual, $short, $address) {
            $table = @($names[$Type] | Select-Object -First 20 | Format-Table)
            foreach ($width in 39, 40, 59, 60, 79, 99, 119, 199 + (8..20).ForEach({ $_ * 10 })) {
                $shown = @($table | Get-Heading -Width $width)
                if ("$shown" -cne "$($labels[0..($shown.Count - 1)])") { "'$shown' on $width columns" }
            }
        }
        $broken | Should -BeNullOrEmpty
    }

    It 'shows a name in Format-Wide' {
        $name = "$($objects[0].($objects[0].PSStandardMembers.DefaultDisplayProperty))"
        $name | Should -Not -BeNullOrEmpty
        ($objects[0] | Format-Wide -Column 1 | Out-String -Width 300).Trim() | Should -BeLike "$([WildcardPattern]::Escape($name.Substring(0, [Math]::Min(60, $name.Length))))*"
    }

    It 'cuts nothing on 200 columns, and is readable on 40' {
        $objects | Format-Table | Out-String -Width 200 | Should -Not -Match '…'
        $narrow = $objects | Format-Table | Get-TableLine -Width 40
        $narrow[0] | Should -Match "^ *$($labels[0])\b" -Because 'the first column says what a row is about'
        $narrow | Where-Object Length -GT 40 | Should -BeNullOrEmpty
    }

    Context 'of a single row' {
        BeforeAll {
            $scripts = Get-Cell $Type
            $single = foreach ($object in @($objects | Select-Object -First 3; $address[$Type], $long[$Type] | ForEach-Object { $_ | Select-Object -First 1 })) {
                @{ Table = @($object | Format-Table); Cells = @($scripts.ForEach({ "$($object | ForEach-Object $_)" })) }
            }
        }

        It 'keeps short words whole on <_> columns' -ForEach 40, 59, 79, 80, 99, 119, 120, 160, 199, 200 {
            $cut = foreach ($row in $single) {
                $lines = $row.Table | Get-TableLine -Width $_
                $words = $lines[2..$lines.Count] -split '\s+'
                foreach ($heading in $lines[0].Trim() -split '\s+') {
                    $cell = $row.Cells[[array]::IndexOf($labels, $heading)]
                    foreach ($word in $cell -split '\s+') {
                        if ($word -and $word.Length -le 10 -and $word -notin $words) { "'$word' in $heading of '$cell'" }
                    }
                }
            }
            $cut | Should -BeNullOrEmpty
        }
    }

    It 'reads the same where the culture writes right to left and has other days and digits' {
        $show = { ($objects | Format-Table | Out-String -Width 200), ($objects | Format-List | Out-String -Width 200) -replace '\d+\.\ds\b' }
        $expected = & $show
        foreach ($name in 'ar-SA', 'he-IL', 'fa-IR') {
            $culture = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = $name
            try { & $show | Should -Be $expected -Because $name } finally { [cultureinfo]::CurrentCulture = $culture }
        }
    }

    It 'lists by Select-Object * nothing but values' {
        foreach ($property in ($objects[0] | Select-Object *).PSObject.Properties | Where-Object { $null -ne $_.Value }) {
            @($property.Value) -match '^PermModule\.|^System\.(?!Collections)|^\w+ \{ ' | Should -BeNullOrEmpty -Because "$($property.Name) has to say something"
        }
    }

    It 'has a text of its own' {
        "$($objects[0])" | Should -Not -BeNullOrEmpty
        "$($objects[0])" | Should -Not -Match '^(PermModule\.|\w+ \{ )'
    }
}

Describe 'Colour' {
    BeforeAll {
        function Show {
            param([string] $Rendering, [string] $NoColor)
            $PSStyle.OutputRendering = $Rendering
            $env:NO_COLOR = $NoColor
            try {
                Get-SeatUsage | Out-String -Width 120
            }
            finally {
                $PSStyle.OutputRendering = 'PlainText'
                $env:NO_COLOR = ''
            }
        }
    }

    It 'is there when asked for' {
        Show Ansi '' | Should -Match "$([regex]::Escape($PSStyle.Foreground.Yellow))█████"
    }

    It 'is not there with <Rendering> and NO_COLOR=<NoColor>' -ForEach @(
        @{ Rendering = 'PlainText'; NoColor = '' }
        @{ Rendering = 'PlainText'; NoColor = '1' }
    ) {
        Show $Rendering $NoColor | Should -Not -Match "`e|█"
        Show $Rendering $NoColor | Should -Match '##'
    }

    It 'is not for what is neither well nor wrong' {
        $env:NO_COLOR = ''
        $PSStyle.OutputRendering = 'Ansi'
        try {
            [PermModule.Formatting.ViewText]::Status('Information', 'Information', $PSStyle) | Should -BeExactly 'Information'
        }
        finally {
            $PSStyle.OutputRendering = 'PlainText'
        }
    }

    It 'of computed text obeys NO_COLOR even where ANSI is asked for' {
        Show Ansi 1 | Should -Not -Match "█|$([regex]::Escape($PSStyle.Foreground.Yellow))"
    }

    It 'stays out of the output of a process' {
        $lines = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$manifest'
            `$null = New-PermStore '$TestDrive/colour/perm.db'
            `$null = Set-SeatContract -Heavy 0
            Get-SeatUsage | Format-Table | Out-String"
        $lines -join "`n" | Should -Match '----------'
        $lines -join "`n" | Should -Not -Match "`e|░"
    }
}

Describe 'Computed text' {
    It 'shows <Percent> % as <Expected>' -ForEach @(
        @{ Percent = $null; Expected = 'unlimited' }
        @{ Percent = 0; Expected = '----------     0%' }
        @{ Percent = 0.1; Expected = '#---------   0.1%' }
        @{ Percent = 50; Expected = '#####-----    50%' }
        @{ Percent = 99.9; Expected = '#########-  99.9%' }
        @{ Percent = 100; Expected = '##########   100%' }
        @{ Percent = 250; Expected = '##########   250%' }
    ) {
        [PermModule.Formatting.ViewText]::Bar($Percent, 'Ok', $PSStyle) | Should -BeExactly $Expected
    }

    It 'shows <Seconds> seconds as <Expected>' -ForEach @(
        @{ Seconds = 0.25; Expected = '0.3s' }
        @{ Seconds = 59; Expected = '59.0s' }
        @{ Seconds = 61; Expected = '1m 1s' }
        @{ Seconds = 3660; Expected = '1h 1m' }
        @{ Seconds = 273600; Expected = '3d 4h' }
    ) {
        [PermModule.Formatting.ViewText]::Duration([timespan]::FromSeconds($Seconds)) | Should -BeExactly $Expected
    }

    It 'shows <Bytes> bytes as <Expected>' -ForEach @(
        @{ Bytes = 0; Expected = '0 B' }
        @{ Bytes = 1023; Expected = '1023 B' }
        @{ Bytes = 1536; Expected = '1.5 KB' }
        @{ Bytes = 5GB; Expected = '5 GB' }
    ) {
        [PermModule.Formatting.ViewText]::Size($Bytes) | Should -BeExactly $Expected
    }

    It 'names the first of many' {
        [PermModule.Formatting.ViewText]::List(@('a', 'b', 'c'), 2) | Should -BeExactly 'a, b (+1)'
        [PermModule.Formatting.ViewText]::List(@('a'), 2) | Should -BeExactly 'a'
        [PermModule.Formatting.ViewText]::List($null, 2) | Should -BeExactly ''
        [PermModule.Formatting.ViewText]::Lines(@('a', 'b', 'c'), 2) -split '\r?\n' | Should -BeExactly 'a', 'b', '(+1)'
        [PermModule.Formatting.ViewText]::Lines($null, 2) | Should -BeExactly ''
    }

    It 'fills a column of <Width> up with <Text> to <Expected>' -ForEach @(
        @{ Text = 'ann'; Width = 8; Expected = 'ann     ' }
        @{ Text = 'ann@example.com'; Width = 10; Expected = 'ann@example.com     ' }
        @{ Text = 'ann@example.com'; Width = 5; Expected = 'ann@example.com' }
        @{ Text = 12; Width = -5; Expected = '   12' }
        @{ Text = $null; Width = 3; Expected = '   ' }
    ) {
        [PermModule.Formatting.ViewText]::Cell($Text, $Width) | Should -BeExactly $Expected
    }

    It 'says what differs between two stores' {
        [PermModule.Formatting.ViewText]::Difference('Heavy', $null, 3, '<>') | Should -BeExactly 'Heavy: none -> 3'
        [PermModule.Formatting.ViewText]::Difference('Description', 'old', 'new', '<>') | Should -BeExactly 'Description: old -> new'
        [PermModule.Formatting.ViewText]::Difference($null, 'ann', $null, '<=') | Should -BeExactly 'ann'
        [PermModule.Formatting.ViewText]::Difference('Right', $null, 'x', '=>') | Should -BeExactly 'Right: x'
        [PermModule.Formatting.ViewText]::Difference('Brand team', $null, 'Brand team', '=>') | Should -BeExactly 'Brand team'
    }

    It 'names the tiers that a change moves' {
        $null = New-TestStore
        $null = New-PermUser seated -Profile Viewer
        [PermModule.Formatting.ViewText]::Seats((Measure-SeatImpact -User seated -ToProfile Editor)) | Should -BeExactly 'Regular 0 -> 1, Light 1 -> 0'
        [PermModule.Formatting.ViewText]::Seats((Measure-SeatImpact -User seated -ToProfile Viewer)) | Should -BeExactly 'as before'
        $fromJob = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Measure-SeatImpact -User seated -ToProfile Editor)))
        [PermModule.Formatting.ViewText]::Seats($fromJob) | Should -BeExactly 'Regular 0 -> 1, Light 1 -> 0'
    }

    It 'shows times in local time, with the zone, whatever the culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'ar-SA'
            [PermModule.Formatting.ViewText]::Day([datetimeoffset]'2026-01-31T23:30:00-02:00') | Should -BeExactly ([datetimeoffset]'2026-01-31T23:30:00-02:00').ToLocalTime().ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
            [PermModule.Formatting.ViewText]::Day($null) | Should -BeExactly 'never'
            [PermModule.Formatting.ViewText]::Moment([datetimeoffset]'2026-01-31T23:30:05-02:00') | Should -BeExactly (([datetimeoffset]'2026-01-31T23:30:05-02:00').ToLocalTime().ToString('yyyy-MM-dd HH:mm:sszzz', [cultureinfo]::InvariantCulture) -replace '\+00:00$', 'Z')
            [PermModule.Formatting.ViewText]::Minute([datetimeoffset]'2026-01-31T23:30:05-02:00') | Should -BeExactly (([datetimeoffset]'2026-01-31T23:30:05-02:00').ToLocalTime().ToString('yyyy-MM-dd HH:mmzzz', [cultureinfo]::InvariantCulture) -replace '\+00:00$', 'Z')
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'shows a change as one value where there is none' {
        [PermModule.Formatting.ViewText]::Change(3, 5) | Should -BeExactly '3 -> 5'
        [PermModule.Formatting.ViewText]::Change(3, 3) | Should -BeExactly '3'
    }
}

Describe 'Names of 60 letters in the table of <Type>' -ForEach $cases {
    BeforeAll {
        $objects = $named[$Type]
        $scripts = Get-Cell $Type
    }

    It 'are whole on 200 columns, or the other columns leave less than a tenth of them empty' {
        $lines = $objects | Format-Table | Get-TableLine -Width 200
        $blank = -join (0..199).ForEach({ $column = $_; if ($lines.Where({ $column -lt $_.Length -and $_[$column] -ne ' ' }, 'First')) { 'x' } else { ' ' } })
        $gap = ([regex]::Matches($blank, ' +').Length | Measure-Object -Maximum).Maximum - 1
        if ($gap -ge 20) {
            $names = @($objects | ForEach-Object { foreach ($script in $scripts) { "$($_ | ForEach-Object $script)".TrimEnd() } }) -eq 'n' * 60
            [regex]::Matches($lines, '\bn{60}\b').Count | Should -BeGreaterOrEqual $names.Count -Because "$gap columns beside each other are empty:`n$($lines -join "`n")"
        }
    }

    It 'are wrapped on 80 columns, or left out together with their heading and shown by Format-List' {
        $lines = $objects | Format-Table | Get-TableLine -Width 80
        $lines | Should -Not -Match '…'
        $headings = $lines[0].Trim() -split '\s+'
        $labels = @((Get-View $Type TableControl).SelectNodes('.//TableColumnHeader/Label').InnerText)
        $list = ($objects | Format-List | Out-String -Width 200) -replace '\s'
        $missing = foreach ($hidden in $labels | Where-Object { $_ -notin $headings }) {
            foreach ($object in $objects) {
                $cell = "$($object | ForEach-Object $scripts[$labels.IndexOf($hidden)])" -replace '\s'
                if (-not $list.Contains($cell)) { "$hidden '$cell'" }
            }
        }
        $missing | Should -BeNullOrEmpty -Because 'it has no room on 80 columns'
    }
}
